/**
 * Looks for what Triskel's commands need on this machine. It must work when nothing can be built: nothing but the JDK may
 * enter, since the launcher compiles this package by itself then. Start reading at {@link io.triskel.cli.doctor.Doctor}.
 */
@NullMarked
package io.triskel.cli.doctor;

import org.jspecify.annotations.NullMarked;
