variable "label" {}

locals {
  parts = split("-", var.label)
}

resource "terraform_data" "this" {
  input = { label = var.label, parts = local.parts, last = one(slice(local.parts, 1, 2)) }
}

output "label" {
  value = terraform_data.this.input.label
}
