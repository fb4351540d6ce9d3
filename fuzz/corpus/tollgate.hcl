select = ["all"
override {
  paths = ["{a,"]
}
