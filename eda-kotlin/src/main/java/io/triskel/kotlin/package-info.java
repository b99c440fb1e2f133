/**
 * Tells the codec what kotlinc has written into {@code kotlin.Metadata}: which classes are data classes, and which of their
 * types may be null. Reflection shows neither, because {@code org.jetbrains.annotations.Nullable} is not kept at run time.
 *
 * <p>The core finds {@link io.triskel.kotlin.KotlinDataClasses} by a {@link java.util.ServiceLoader}: a program depends on
 * this module and names nothing of it.
 */
@NullMarked
package io.triskel.kotlin;

import org.jspecify.annotations.NullMarked;
