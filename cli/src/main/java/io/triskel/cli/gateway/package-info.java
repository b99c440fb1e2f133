/**
 * The way of one page to several consoles: {@link io.triskel.cli.gateway.Gateway} serves the page of a console, and forwards what the
 * page asks to the console of a lane. Each lane is a process of its own, since no class path ever holds two clouds. Start reading at
 * {@link io.triskel.cli.gateway.Gateway}; {@code docs/console.md} has the paths.
 */
@NullMarked
package io.triskel.cli.gateway;

import org.jspecify.annotations.NullMarked;
