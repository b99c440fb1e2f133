/**
 * AWS as a target of contracts and measurements: Kinesis, DynamoDB and Lambda on this machine, or the services themselves.
 *
 * <p>Start reading at {@link io.triskel.load.aws.AwsBinding}; the commands are in {@link io.triskel.load.aws.Ratios} and
 * {@link io.triskel.load.aws.Soak}.
 */
@NullMarked
package io.triskel.load.aws;

import org.jspecify.annotations.NullMarked;
