/**
 * An Azure Functions emulator: reads a packaged app as the service does, runs it in separate JVMs, and invokes it for
 * events, HTTP requests and timers.
 *
 * <p>The code that runs in those JVMs is in {@code functions.worker}; this JVM loads none of it. Start reading at {@link
 * io.triskel.local.azure.functions.FunctionHost}.
 */
@NullMarked
package io.triskel.local.azure.functions;

import org.jspecify.annotations.NullMarked;
