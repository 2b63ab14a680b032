variable "names" {
  type    = map(object({ size = optional(number, 3), open = optional(bool) }))
  default = { a = {}, b = { size = "7", open = true } }
}

resource "terraform_data" "single" {
  input = jsonencode({ Statement = [{ Action = ["s3:*"], Resource = "*" }] })
}

resource "terraform_data" "counted" {
  count = 2
  input = { index = count.index, text = format("%03d", count.index) }
}

resource "terraform_data" "each" {
  for_each = var.names
  input    = [each.key, each.value.size, each.value.open, upper(each.key)]
}

resource "terraform_data" "none" {
  count = length(var.names) > 5 ? 1 : 0
  input = "never"
}

resource "terraform_data" "computed" {
  input            = "${terraform_data.single.id}-x"
  triggers_replace = [terraform_data.single.input]
}

module "child" {
  source   = "./child"
  for_each = toset(["x", "y"])
  label    = "${each.key}-${terraform.workspace}"
}

output "labels" {
  value = { for k, m in module.child : k => m.label }
}
