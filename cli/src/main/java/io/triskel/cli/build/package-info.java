/**
 * Builds the module that a command starts, if it is missing or older than its sources. The class path that a module's build
 * wrote tells what the module is made of. Nothing but the JDK may enter, since the launcher compiles this
 * package by itself to build {@code cli}. Start reading at {@link io.triskel.cli.build.QuickBuild}.
 */
@NullMarked
package io.triskel.cli.build;

import org.jspecify.annotations.NullMarked;
