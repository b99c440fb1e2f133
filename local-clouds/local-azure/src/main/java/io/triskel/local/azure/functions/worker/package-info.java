/**
 * The process in which functions run: it loads the app's jars in a separate class loader, finds the methods, binds
 * their parameters, and reports the results.
 *
 * <p>Depends only on the JDK, {@code functions.wire} and Microsoft's annotation library: a function's JVM starts with
 * these classes. Start reading at {@link io.triskel.local.azure.functions.worker.Worker}.
 */
@NullMarked
package io.triskel.local.azure.functions.worker;

import org.jspecify.annotations.NullMarked;
