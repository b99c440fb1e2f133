/**
 * The process that functions run in: it loads the app's jars behind a class loader of their own, finds the methods, binds their
 * parameters, and reports the results.
 *
 * <p>Only the JDK, {@code functions.wire} and Microsoft's library of annotations may enter: a function's JVM starts with these
 * classes. Start reading at {@link io.triskel.local.azure.functions.worker.Worker}.
 */
@NullMarked
package io.triskel.local.azure.functions.worker;

import org.jspecify.annotations.NullMarked;
