/**
 * The console: a page to watch an event platform and to act on it, served by the application itself.
 *
 * <p>Everything shown is read from the platform's ports, or observed in this process; nothing is simulated. Reads are bounded, and an
 * answer that stops at its bound says so. What was not read is absent, never zero. Personal data, keys and stack traces never
 * reach the page.
 *
 * <p>Start at {@link io.triskel.console.Console}. The paths and messages are in docs/console.md.
 */
@NullMarked
package io.triskel.console;

import org.jspecify.annotations.NullMarked;
