/**
 * Whatever a function, an operator's process or a deployment does for any application, on no cloud in particular. An {@link
 * io.triskel.hosting.Application} describes itself before anything runs, and is put together on a {@link
 * io.triskel.hosting.Host}'s ports as a {@link io.triskel.hosting.HostedApplication}. Its manifest, functions, clock and
 * operations know no more of it than that.
 */
@NullMarked
package io.triskel.hosting;

import org.jspecify.annotations.NullMarked;
