/**
 * What the services share: a gRPC server on a loopback port, refusals as gRPC statuses, and faults injected before or after a
 * call, so that services need not know most faults.
 *
 * <p>Nothing of Pub/Sub or Firestore enters. Start reading at {@link io.triskel.local.gcp.wire.GrpcLoopback}.
 */
@NullMarked
package io.triskel.local.gcp.wire;

import org.jspecify.annotations.NullMarked;
