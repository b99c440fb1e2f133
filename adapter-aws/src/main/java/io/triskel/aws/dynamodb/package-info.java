/**
 * The core's stores on DynamoDB: every step is one conditional write of one item, without transactions. The stores take
 * a client and {@link io.triskel.aws.dynamodb.DynamoDbTables}; a deployment creates the tables, never this package.
 * Start reading at {@link io.triskel.aws.dynamodb.DynamoDbEventStore}.
 */
@NullMarked
package io.triskel.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
