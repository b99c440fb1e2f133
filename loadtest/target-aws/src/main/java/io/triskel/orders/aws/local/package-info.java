/**
 * The order pipeline on a local AWS: the package that is deployed, in AWS's own runtime client, fed over HTTP. As a target it
 * speaks JSON lines ({@code docs/target-protocol.md}); {@code ./triskel up aws} only starts it.
 *
 * <p>No pipeline code runs here except an operator's: looking, and replaying parked events. Start at {@link
 * io.triskel.orders.aws.local.AwsTarget}, then {@link io.triskel.orders.aws.local.Deployment}.
 */
@NullMarked
package io.triskel.orders.aws.local;

import org.jspecify.annotations.NullMarked;
