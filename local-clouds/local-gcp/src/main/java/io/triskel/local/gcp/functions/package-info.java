/**
 * Cloud Run functions: functions in JVMs of their own under Google's functions framework, and what invokes them.
 *
 * <p>The jar that is deployed enters as it is; nothing of it is loaded into this JVM.
 * Start reading at {@link io.triskel.local.gcp.functions.FunctionHost}, then {@link io.triskel.local.gcp.functions.CloudFunction}.
 */
@NullMarked
package io.triskel.local.gcp.functions;

import org.jspecify.annotations.NullMarked;
