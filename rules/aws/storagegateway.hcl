rule "aws-storagegateway-nfs-open" {
  title     = "NFS file share is open to every address"
  category  = "security"
  severity  = "high"
  resources = ["aws_storagegateway_nfs_file_share"]
  tags      = ["cwe-284"]
  assert    = !anytrue([for c in resource.client_list : cidr_is_public(c)])
  at        = resource.client_list
  message   = "`client_list` holds every address"
  why       = <<-EOT
    NFS asks for no password: whoever reaches the gateway may mount the share.
  EOT
  remedy    = <<-EOT
    ```hcl
    client_list = ["10.20.0.0/16"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/filegateway/latest/files3/edit-nfs-client.html"

  pass "one network" {
    resource "aws_storagegateway_nfs_file_share" "this" {
      gateway_arn  = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn = "arn:aws:s3:::files"
      role_arn     = "arn:aws:iam::111122223333:role/gw"
      client_list  = ["10.20.0.0/16"]
    }
  }

  pass "two clients" {
    resource "aws_storagegateway_nfs_file_share" "this" {
      gateway_arn  = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn = "arn:aws:s3:::files"
      role_arn     = "arn:aws:iam::111122223333:role/gw"
      client_list  = ["10.20.0.4", "10.20.0.5"]
    }
  }

  fail "everyone" {
    resource "aws_storagegateway_nfs_file_share" "this" {
      gateway_arn  = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn = "arn:aws:s3:::files"
      role_arn     = "arn:aws:iam::111122223333:role/gw"
      client_list  = ["0.0.0.0/0"]
    }
    expect = ["aws_storagegateway_nfs_file_share.this @ client_list"]
  }

  fail "everyone beside one" {
    resource "aws_storagegateway_nfs_file_share" "this" {
      gateway_arn  = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn = "arn:aws:s3:::files"
      role_arn     = "arn:aws:iam::111122223333:role/gw"
      client_list  = ["10.20.0.4", "0.0.0.0/0"]
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_storagegateway_nfs_file_share" "this" {
      gateway_arn  = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn = "arn:aws:s3:::files"
      role_arn     = "arn:aws:iam::111122223333:role/gw"
      client_list  = var.value
    }
  }
}

rule "aws-storagegateway-smb-guest" {
  title     = "SMB file share lets guests in"
  category  = "security"
  severity  = "medium"
  resources = ["aws_storagegateway_smb_file_share"]
  tags      = ["cwe-306"]
  assert    = resource.authentication != "GuestAccess"
  at        = resource.authentication
  message   = "`authentication = \"GuestAccess\"`: one shared password, or none, for everybody"
  why       = <<-EOT
    Nobody knows afterwards who read or deleted a file.
  EOT
  remedy    = <<-EOT
    ```hcl
    authentication = "ActiveDirectory"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/filegateway/latest/files3/CreatingAnSMBFileShare.html"

  pass "Active Directory" {
    resource "aws_storagegateway_smb_file_share" "this" {
      gateway_arn    = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn   = "arn:aws:s3:::files"
      role_arn       = "arn:aws:iam::111122223333:role/gw"
      authentication = "ActiveDirectory"
    }
  }

  pass "the default" {
    resource "aws_storagegateway_smb_file_share" "this" {
      gateway_arn  = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn = "arn:aws:s3:::files"
      role_arn     = "arn:aws:iam::111122223333:role/gw"
    }
  }

  fail "guests" {
    resource "aws_storagegateway_smb_file_share" "this" {
      gateway_arn    = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn   = "arn:aws:s3:::files"
      role_arn       = "arn:aws:iam::111122223333:role/gw"
      authentication = "GuestAccess"
    }
    expect = ["aws_storagegateway_smb_file_share.this @ authentication"]
  }

  fail "guests who only read" {
    resource "aws_storagegateway_smb_file_share" "this" {
      gateway_arn    = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn   = "arn:aws:s3:::files"
      role_arn       = "arn:aws:iam::111122223333:role/gw"
      authentication = "GuestAccess"
      read_only      = true
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_storagegateway_smb_file_share" "this" {
      gateway_arn    = "arn:aws:storagegateway:eu-west-1:111122223333:gateway/sgw-1"
      location_arn   = "arn:aws:s3:::files"
      role_arn       = "arn:aws:iam::111122223333:role/gw"
      authentication = var.value
    }
  }
}
