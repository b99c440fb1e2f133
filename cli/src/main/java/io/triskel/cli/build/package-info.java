/**
 * Builds the module that a command starts, if it is missing or older than its sources. What a module is made of is asked of
 * the module itself: the class path that its build wrote. Nothing but the JDK may enter, since the launcher compiles this
 * package by itself to build {@code cli}. Start reading at {@link io.triskel.cli.build.QuickBuild}.
 */
@NullMarked
package io.triskel.cli.build;

import org.jspecify.annotations.NullMarked;
