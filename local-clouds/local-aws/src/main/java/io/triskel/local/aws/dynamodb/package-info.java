/**
 * DynamoDB: npm's dynalite as a child process, and the tables in it.
 *
 * <p>No client of DynamoDB enters; tables are created with plain HTTP. Start reading at
 * {@link io.triskel.local.aws.dynamodb.DynamoDbProcess}.
 */
@NullMarked
package io.triskel.local.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
