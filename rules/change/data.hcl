# Databases, caches, queues and directories: what a plan takes away from them.

rule "change-database-destroyed" {
  title     = "Plan destroys a database"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_rds_global_cluster",
    "aws_dynamodb_table",
    "aws_docdb_cluster",
    "aws_docdbelastic_cluster",
    "aws_neptune_cluster",
    "aws_redshift_cluster",
    "aws_redshiftserverless_namespace",
    "aws_keyspaces_keyspace",
    "aws_keyspaces_table",
    "aws_memorydb_cluster",
    "aws_timestreamwrite_database",
    "aws_timestreamwrite_table",
    "aws_timestreaminfluxdb_db_instance",
    "aws_dsql_cluster",
    "aws_opensearch_domain",
    "aws_elasticsearch_domain",
    "aws_opensearchserverless_collection",
    "aws_lightsail_database",
    "azurerm_mssql_server",
    "azurerm_mssql_database",
    "azurerm_mssql_managed_instance",
    "azurerm_mssql_managed_database",
    "azurerm_mysql_flexible_server",
    "azurerm_mysql_flexible_database",
    "azurerm_mysql_server",
    "azurerm_mysql_database",
    "azurerm_mariadb_server",
    "azurerm_postgresql_flexible_server",
    "azurerm_postgresql_flexible_server_database",
    "azurerm_postgresql_server",
    "azurerm_postgresql_database",
    "azurerm_cosmosdb_account",
    "azurerm_cosmosdb_sql_database",
    "azurerm_cosmosdb_sql_container",
    "azurerm_cosmosdb_mongo_database",
    "azurerm_cosmosdb_mongo_collection",
    "azurerm_cosmosdb_postgresql_cluster",
    "azurerm_kusto_cluster",
    "azurerm_kusto_database",
    "azurerm_synapse_sql_pool",
    "google_sql_database_instance",
    "google_sql_database",
    "google_spanner_instance",
    "google_spanner_database",
    "google_bigtable_instance",
    "google_bigtable_table",
    "google_firestore_database",
    "google_alloydb_cluster",
    "google_alloydb_instance",
    "google_bigquery_dataset",
    "google_bigquery_table",
    "digitalocean_database_cluster",
    "digitalocean_database_db",
    "linode_database_mysql",
    "linode_database_postgresql",
    "mongodbatlas_cluster",
    "mongodbatlas_advanced_cluster",
    "oci_database_db_system",
    "oci_database_autonomous_database",
    "oci_mysql_mysql_db_system",
    "alicloud_db_instance",
    "tencentcloud_mysql_instance",
    "yandex_mdb_postgresql_cluster",
    "yandex_mdb_mysql_cluster",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the database `${meta.address}`: ${change.because}"
  why       = <<-EOT
    With the database go its rows, and with most services the automatic backups too. No apply brings them back: what is not in a snapshot that lives elsewhere is lost.

    It is fine where the data was moved, or was never worth keeping.
  EOT
  remedy    = <<-EOT
    Where the destruction is not meant, put the block back, or tell Terraform about a rename:

    ```hcl
    moved {
      from = aws_db_instance.old
      to   = aws_db_instance.new
    }
    ```

    Where it is meant, take a last snapshot, and silence this finding with the reason.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_db_instance.main" {
        before = { engine = "postgres" }
        after  = { engine = "postgres" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_db_instance.main" {
        after = { engine = "postgres" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_db_instance.main" {
        reason = "delete_because_no_resource_config"
        before = { engine = "postgres" }
      }
    }
    expect = ["aws_db_instance.main"]
  }

  fail "in another cloud, with its module" {
    plan {
      destroy "module.shop[\"eu\"].google_sql_database_instance.main" {
        reason = "delete_because_each_key"
        before = { database_version = "POSTGRES_16" }
      }
    }
    expect = ["module.shop[\"eu\"].google_sql_database_instance.main"]
  }
}

rule "change-database-replaced" {
  title     = "Plan replaces a database by an empty one"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_rds_global_cluster",
    "aws_dynamodb_table",
    "aws_docdb_cluster",
    "aws_docdbelastic_cluster",
    "aws_neptune_cluster",
    "aws_redshift_cluster",
    "aws_redshiftserverless_namespace",
    "aws_keyspaces_keyspace",
    "aws_keyspaces_table",
    "aws_memorydb_cluster",
    "aws_timestreamwrite_database",
    "aws_timestreamwrite_table",
    "aws_timestreaminfluxdb_db_instance",
    "aws_dsql_cluster",
    "aws_opensearch_domain",
    "aws_elasticsearch_domain",
    "aws_opensearchserverless_collection",
    "aws_lightsail_database",
    "azurerm_mssql_server",
    "azurerm_mssql_database",
    "azurerm_mssql_managed_instance",
    "azurerm_mssql_managed_database",
    "azurerm_mysql_flexible_server",
    "azurerm_mysql_flexible_database",
    "azurerm_mysql_server",
    "azurerm_mysql_database",
    "azurerm_mariadb_server",
    "azurerm_postgresql_flexible_server",
    "azurerm_postgresql_flexible_server_database",
    "azurerm_postgresql_server",
    "azurerm_postgresql_database",
    "azurerm_cosmosdb_account",
    "azurerm_cosmosdb_sql_database",
    "azurerm_cosmosdb_sql_container",
    "azurerm_cosmosdb_mongo_database",
    "azurerm_cosmosdb_mongo_collection",
    "azurerm_cosmosdb_postgresql_cluster",
    "azurerm_kusto_cluster",
    "azurerm_kusto_database",
    "azurerm_synapse_sql_pool",
    "google_sql_database_instance",
    "google_sql_database",
    "google_spanner_instance",
    "google_spanner_database",
    "google_bigtable_instance",
    "google_bigtable_table",
    "google_firestore_database",
    "google_alloydb_cluster",
    "google_alloydb_instance",
    "google_bigquery_dataset",
    "google_bigquery_table",
    "digitalocean_database_cluster",
    "digitalocean_database_db",
    "linode_database_mysql",
    "linode_database_postgresql",
    "mongodbatlas_cluster",
    "mongodbatlas_advanced_cluster",
    "oci_database_db_system",
    "oci_database_autonomous_database",
    "oci_mysql_mysql_db_system",
    "alicloud_db_instance",
    "tencentcloud_mysql_instance",
    "yandex_mdb_postgresql_cluster",
    "yandex_mdb_mysql_cluster",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the database `${meta.address}`: ${change.because}"
  why       = <<-EOT
    A replacement is a destruction and a creation: the new database has the name of the old one and none of its rows. In a long plan the two signs `-/+` are all that tells it from a harmless update.
  EOT
  remedy    = <<-EOT
    Look for a way that changes the database in place (a blue-green deployment, a version upgrade that the provider knows), or build the new one beside the old one, move the data, and switch over. If an argument only differs in writing, let Terraform ignore it:

    ```hcl
    lifecycle {
      prevent_destroy = true
      ignore_changes  = [engine_version]
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_db_instance.main" {
        before = { engine = "mysql" }
        after  = { engine = "mysql" }
      }
    }
  }

  fail "`engine` forces it" {
    resource "aws_db_instance" "main" {
      engine = "postgres"
    }
    plan {
      replace "aws_db_instance.main" {
        by     = ["engine"]
        before = { engine = "mysql" }
        after  = { engine = "postgres" }
      }
    }
    expect = ["aws_db_instance.main @ engine"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_db_instance.main" {
        reason = "replace_by_request"
        before = { engine = "mysql" }
        after  = { engine = "mysql" }
      }
    }
    expect = ["aws_db_instance.main"]
  }
}

rule "change-cache-destroyed" {
  title     = "Plan destroys a cache"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_elasticache_serverless_cache",
    "aws_dax_cluster",
    "azurerm_redis_cache",
    "azurerm_redis_enterprise_cluster",
    "azurerm_managed_redis",
    "google_redis_instance",
    "google_redis_cluster",
    "google_memcache_instance",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the cache `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The cache's content is made again by whoever fills it, but until then every request goes to the database behind it, which may not stand that. A cache with persistence may also hold sessions or queues that exist nowhere else.
  EOT
  remedy    = <<-EOT
    Destroy it outside of busy hours, after its clients have left it. Where a rename caused this, write a `moved` block.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_elasticache_replication_group.main" {
        before = { description = "sessions" }
        after  = { description = "sessions" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_elasticache_replication_group.main" {
        after = { description = "sessions" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_elasticache_replication_group.main" {
        reason = "delete_because_no_resource_config"
        before = { description = "sessions" }
      }
    }
    expect = ["aws_elasticache_replication_group.main"]
  }
}

rule "change-cache-replaced" {
  title     = "Plan replaces a cache by an empty one"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_elasticache_serverless_cache",
    "aws_dax_cluster",
    "azurerm_redis_cache",
    "azurerm_redis_enterprise_cluster",
    "azurerm_managed_redis",
    "google_redis_instance",
    "google_redis_cluster",
    "google_memcache_instance",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the cache `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The new cache starts cold, often under another address. Until it is warm all load falls on the database behind it, and sessions that lived in it are gone.
  EOT
  remedy    = <<-EOT
    Make the new cache beside the old one with `create_before_destroy`, and let clients move over before the old one goes.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_elasticache_replication_group.main" {
        before = { subnet_group_name = "a" }
        after  = { subnet_group_name = "a" }
      }
    }
  }

  fail "`subnet_group_name` forces it" {
    resource "aws_elasticache_replication_group" "main" {
      subnet_group_name = "b"
    }
    plan {
      replace "aws_elasticache_replication_group.main" {
        by     = ["subnet_group_name"]
        before = { subnet_group_name = "a" }
        after  = { subnet_group_name = "b" }
      }
    }
    expect = ["aws_elasticache_replication_group.main @ subnet_group_name"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_elasticache_replication_group.main" {
        reason = "replace_by_request"
        before = { subnet_group_name = "a" }
        after  = { subnet_group_name = "a" }
      }
    }
    expect = ["aws_elasticache_replication_group.main"]
  }
}

rule "change-queue-destroyed" {
  title     = "Plan destroys a queue or stream"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_kinesis_stream",
    "aws_msk_cluster",
    "aws_msk_serverless_cluster",
    "aws_sqs_queue",
    "aws_mq_broker",
    "azurerm_eventhub",
    "azurerm_eventhub_namespace",
    "azurerm_servicebus_namespace",
    "azurerm_servicebus_queue",
    "azurerm_servicebus_topic",
    "azurerm_storage_queue",
    "google_pubsub_topic",
    "google_pubsub_subscription",
    "google_managed_kafka_cluster",
    "confluent_kafka_cluster",
    "confluent_kafka_topic",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the queue `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Messages that nobody has read yet are lost with it, and producers that still know its address get errors. Nothing holds a second copy of what is in flight.
  EOT
  remedy    = <<-EOT
    Stop the producers, let the consumers empty it, and destroy it in a later change.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_sqs_queue.main" {
        before = { name = "orders" }
        after  = { name = "orders" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_sqs_queue.main" {
        after = { name = "orders" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_sqs_queue.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "orders" }
      }
    }
    expect = ["aws_sqs_queue.main"]
  }
}

rule "change-queue-replaced" {
  title     = "Plan replaces a queue or stream by an empty one"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_kinesis_stream",
    "aws_msk_cluster",
    "aws_msk_serverless_cluster",
    "aws_sqs_queue",
    "aws_mq_broker",
    "azurerm_eventhub",
    "azurerm_eventhub_namespace",
    "azurerm_servicebus_namespace",
    "azurerm_servicebus_queue",
    "azurerm_servicebus_topic",
    "azurerm_storage_queue",
    "google_pubsub_topic",
    "google_pubsub_subscription",
    "google_managed_kafka_cluster",
    "confluent_kafka_cluster",
    "confluent_kafka_topic",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the queue `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The replacement begins empty: messages in flight, offsets of consumers and subscriptions are those of the old one and go with it.
  EOT
  remedy    = <<-EOT
    Create the new queue under another name, switch the producers, drain the old one, and remove it afterwards.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_sqs_queue.main" {
        before = { name = "orders" }
        after  = { name = "orders" }
      }
    }
  }

  fail "`name` forces it" {
    resource "aws_sqs_queue" "main" {
      name = "orders-v2"
    }
    plan {
      replace "aws_sqs_queue.main" {
        by     = ["name"]
        before = { name = "orders" }
        after  = { name = "orders-v2" }
      }
    }
    expect = ["aws_sqs_queue.main @ name"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_sqs_queue.main" {
        reason = "replace_by_request"
        before = { name = "orders" }
        after  = { name = "orders" }
      }
    }
    expect = ["aws_sqs_queue.main"]
  }
}

rule "change-user-directory-destroyed" {
  title     = "Plan destroys a directory of users"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_cognito_user_pool",
    "aws_cognito_identity_pool",
    "aws_directory_service_directory",
    "aws_identitystore_user",
    "azurerm_active_directory_domain_service",
    "google_identity_platform_tenant",
    "auth0_connection",
    "okta_user",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the directory `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Accounts, password hashes and enrolled second factors live in the directory alone. They cannot be exported in full, so users have to register again.
  EOT
  remedy    = <<-EOT
    Put the block back. Where the directory is to go, move the users first (for Cognito, with a migration trigger on the new pool).
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_cognito_user_pool.main" {
        before = { name = "customers" }
        after  = { name = "customers" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_cognito_user_pool.main" {
        after = { name = "customers" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_cognito_user_pool.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "customers" }
      }
    }
    expect = ["aws_cognito_user_pool.main"]
  }
}

rule "change-user-directory-replaced" {
  title     = "Plan replaces a directory of users by an empty one"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_cognito_user_pool",
    "aws_cognito_identity_pool",
    "aws_directory_service_directory",
    "aws_identitystore_user",
    "azurerm_active_directory_domain_service",
    "google_identity_platform_tenant",
    "auth0_connection",
    "okta_user",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the directory `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The new directory knows nobody: no account, no password, no second factor. Identifiers that other systems have stored for users are different too.
  EOT
  remedy    = <<-EOT
    Undo the change of the argument that forces it; where it has to change, create a second directory and move users over as they sign in.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_cognito_user_pool.main" {
        before = { username_attributes = "email" }
        after  = { username_attributes = "email" }
      }
    }
  }

  fail "`username_attributes` forces it" {
    resource "aws_cognito_user_pool" "main" {
      username_attributes = "phone_number"
    }
    plan {
      replace "aws_cognito_user_pool.main" {
        by     = ["username_attributes"]
        before = { username_attributes = "email" }
        after  = { username_attributes = "phone_number" }
      }
    }
    expect = ["aws_cognito_user_pool.main @ username_attributes"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_cognito_user_pool.main" {
        reason = "replace_by_request"
        before = { username_attributes = "email" }
        after  = { username_attributes = "email" }
      }
    }
    expect = ["aws_cognito_user_pool.main"]
  }
}
