rule "aws-vpn-weak-encryption" {
  title     = "VPN tunnel accepts outdated algorithms"
  category  = "security"
  severity  = "medium"
  resources = ["aws_vpn_connection"]
  tags      = ["cwe-327"]
  assert = (
    !anytrue([for l in concat(resource.tunnel1_ike_versions, resource.tunnel2_ike_versions) : l == "ikev1"])
    && !anytrue([
      for n in concat(
        resource.tunnel1_phase1_dh_group_numbers,
        resource.tunnel2_phase1_dh_group_numbers,
        resource.tunnel1_phase2_dh_group_numbers,
        resource.tunnel2_phase2_dh_group_numbers,
      ) :
      n == 2 || n == 5
    ])
    && !anytrue([
      for i in concat(
        resource.tunnel1_phase1_integrity_algorithms,
        resource.tunnel2_phase1_integrity_algorithms,
        resource.tunnel1_phase2_integrity_algorithms,
        resource.tunnel2_phase2_integrity_algorithms,
      ) :
      i == "SHA1"
    ])
  )
  message = "IKEv1, SHA-1 or a Diffie-Hellman group below 14 is in one of the lists"
  why     = <<-EOT
    The lists say what the tunnel accepts, so the weakest entry counts. What is not listed is left to AWS's default, which still accepts old devices; this rule judges what was chosen.
  EOT
  remedy  = <<-EOT
    ```hcl
    tunnel1_ike_versions                 = ["ikev2"]
    tunnel1_phase1_dh_group_numbers      = [19, 20]
    tunnel1_phase1_integrity_algorithms  = ["SHA2-256"]
    tunnel1_phase1_encryption_algorithms = ["AES256-GCM-16"]
    ```
  EOT
  link    = "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html"

  pass "strong" {
    resource "aws_vpn_connection" "this" {
      customer_gateway_id                 = "cgw-1"
      type                                = "ipsec.1"
      tunnel1_ike_versions                = ["ikev2"]
      tunnel1_phase1_dh_group_numbers     = [19, 20]
      tunnel1_phase1_integrity_algorithms = ["SHA2-256"]
    }
  }

  pass "nothing chosen" {
    resource "aws_vpn_connection" "this" {
      customer_gateway_id = "cgw-1"
      type                = "ipsec.1"
    }
  }

  fail "a small group" {
    resource "aws_vpn_connection" "this" {
      customer_gateway_id             = "cgw-1"
      type                            = "ipsec.1"
      tunnel1_phase1_dh_group_numbers = [2, 14]
    }
  }

  fail "IKE version 1" {
    resource "aws_vpn_connection" "this" {
      customer_gateway_id  = "cgw-1"
      type                 = "ipsec.1"
      tunnel2_ike_versions = ["ikev1", "ikev2"]
    }
  }

  unknown "`tunnel1_phase1_dh_group_numbers` is an unset variable" {
    variable "tunnel1_phase1_dh_group_numbers" {}
    resource "aws_vpn_connection" "this" {
      customer_gateway_id             = "cgw-1"
      type                            = "ipsec.1"
      tunnel1_phase1_dh_group_numbers = var.tunnel1_phase1_dh_group_numbers
    }
  }
}
