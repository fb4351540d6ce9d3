locals {
  a = ${
