/**
 * DynamoDB: the npm package dynalite as a child process, and its tables.
 *
 * <p>Uses no DynamoDB client; creates tables with plain HTTP. Start reading at {@link
 * io.triskel.local.aws.dynamodb.DynamoDbProcess}.
 */
@NullMarked
package io.triskel.local.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
