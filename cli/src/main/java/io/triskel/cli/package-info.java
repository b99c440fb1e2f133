/**
 * The {@code triskel} command. It reads options, starts a target as a separate process and shows its reports;
 * no target and no adapter is ever on its class path. A module that
 * it starts is built first if necessary (package {@code build}). Start reading at {@link io.triskel.cli.Main}.
 */
@NullMarked
package io.triskel.cli;

import org.jspecify.annotations.NullMarked;
