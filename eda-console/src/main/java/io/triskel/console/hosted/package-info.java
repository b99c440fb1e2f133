/**
 * The console of an application that functions host: {@link io.triskel.console.hosted.ConsoleTalk} is the process of {@code ./triskel ui}, over
 * the stores that an operator has. It needs {@code eda-hosting}, which embedded consoles do not.
 */
@NullMarked
package io.triskel.console.hosted;

import org.jspecify.annotations.NullMarked;
