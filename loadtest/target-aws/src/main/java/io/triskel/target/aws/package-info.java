/**
 * AWS as a target, on this machine or the services themselves. As the order pipeline it is the package that is deployed, in the
 * functions' own JVMs, fed over HTTP: a run speaks JSON lines ({@code docs/target-protocol.md}), and {@code ./triskel up aws}
 * only starts it. For contracts and measurements it is Kinesis, DynamoDB and Lambda.
 *
 * <p>What is driven and how is common to all clouds, in {@code io.triskel.orders.deployed}. Start reading at
 * {@link io.triskel.target.aws.AwsTarget} and {@link io.triskel.target.aws.Deployment}, for measurements at
 * {@link io.triskel.target.aws.AwsBinding}; the commands are in {@link io.triskel.target.aws.Ratios} and
 * {@link io.triskel.target.aws.soak.Soak}.
 */
@NullMarked
package io.triskel.target.aws;

import org.jspecify.annotations.NullMarked;
