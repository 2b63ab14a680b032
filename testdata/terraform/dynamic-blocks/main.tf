variable "public" { type = bool }
variable "rules" {}

locals {
  ports = { ssh = 22, https = 443 }
}

resource "aws_security_group" "web" {
  name = "web"
  dynamic "ingress" {
    for_each = local.ports
    iterator = port
    content {
      description = port.key
      from_port   = port.value
      to_port     = port.value
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
  dynamic "egress" {
    for_each = var.rules
    content {
      from_port   = egress.value.port
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
  dynamic "timeouts" {
    for_each = var.public ? [1] : []
    content {
      create = "${timeouts.value}m"
    }
  }
}
