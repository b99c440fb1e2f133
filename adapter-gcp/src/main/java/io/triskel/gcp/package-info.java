/**
 * The shared parts of the Google Cloud adapter: settings from the environment, clients, the platform, and the mapping
 * of gRPC's statuses.
 *
 * <p>The packages below use this one. Start reading at {@link io.triskel.gcp.GcpSettings}.
 */
@NullMarked
package io.triskel.gcp;

import org.jspecify.annotations.NullMarked;
