/**
 * An emulator of Cloud Run functions: functions in separate JVMs under Google's functions framework, and the event
 * sources that invoke them.
 *
 * <p>The deployed jar is used unchanged; this JVM loads none of its classes. Start reading at {@link
 * io.triskel.local.gcp.functions.FunctionHost}, then {@link io.triskel.local.gcp.functions.CloudFunction}.
 */
@NullMarked
package io.triskel.local.gcp.functions;

import org.jspecify.annotations.NullMarked;
