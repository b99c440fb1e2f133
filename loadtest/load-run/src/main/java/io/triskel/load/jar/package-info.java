/**
 * Deployment packages of what is on this JVM's own class path, for functions that are measured.
 *
 * <p>Where a jar goes in a package is the target's to know. Start reading at {@link io.triskel.load.jar.OneJar}.
 */
@NullMarked
package io.triskel.load.jar;

import org.jspecify.annotations.NullMarked;
