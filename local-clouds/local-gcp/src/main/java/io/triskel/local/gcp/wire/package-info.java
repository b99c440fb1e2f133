/**
 * The shared parts of the services: a gRPC server on a loopback port, errors as gRPC statuses, and faults injected
 * before or after a call, so that services need not handle most faults.
 *
 * <p>Independent of Pub/Sub and Firestore. Start reading at {@link io.triskel.local.gcp.wire.GrpcLoopback}.
 */
@NullMarked
package io.triskel.local.gcp.wire;

import org.jspecify.annotations.NullMarked;
