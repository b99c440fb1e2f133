/**
 * What the services share: a gRPC server on a loopback port, refusals as gRPC statuses, and faults struck before or after a call, so
 * that services know nothing of most of them.
 *
 * <p>Nothing of Pub/Sub or Firestore enters. Start reading at {@link io.triskel.local.gcp.wire.GrpcLoopback}.
 */
@NullMarked
package io.triskel.local.gcp.wire;

import org.jspecify.annotations.NullMarked;
