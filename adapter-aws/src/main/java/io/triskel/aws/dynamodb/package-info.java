/**
 * The core's stores on DynamoDB: every step is one conditional write of one item, and no transaction is needed. The stores take
 * a client and {@link io.triskel.aws.dynamodb.DynamoDbTables}; tables are made by a deployment, never here. Start with
 * {@link io.triskel.aws.dynamodb.DynamoDbEventStore}.
 */
@NullMarked
package io.triskel.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
