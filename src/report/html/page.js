"use strict";
const findings = [...document.querySelectorAll(".finding")];
const fields = ["severity", "category", "root", "rule", "state"];
const selects = fields.map((field) => document.getElementById("filter-" + field));
const search = document.getElementById("filter-text");
const shown = document.getElementById("shown");

function apply() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const finding of findings) {
    const fits = selects.every((select, i) => !select || !select.value || finding.dataset[fields[i]] === select.value)
      && words.every((word) => finding.textContent.toLowerCase().includes(word));
    finding.hidden = !fits;
    count += fits ? 1 : 0;
  }
  shown.textContent = count + " of " + findings.length;
  const parameters = new URLSearchParams();
  selects.forEach((select, i) => { if (select && select.value) parameters.set(fields[i], select.value); });
  if (search.value) parameters.set("text", search.value);
  history.replaceState(null, "", parameters.size ? "#" + parameters : location.pathname + location.search);
}

function restore() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  selects.forEach((select, i) => {
    const value = parameters.get(fields[i]);
    if (select && value && [...select.options].some((option) => option.value === value)) select.value = value;
  });
  search.value = parameters.get("text") || "";
}

if (search) {
  restore();
  for (const control of [...selects, search]) if (control) control.addEventListener("input", apply);
  document.getElementById("unfold").addEventListener("click", () => {
    const open = findings.some((finding) => !finding.hidden && !finding.open);
    for (const finding of findings) if (!finding.hidden) finding.open = open;
  });
  if (location.hash.includes("=")) apply();
}
