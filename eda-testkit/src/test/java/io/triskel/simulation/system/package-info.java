/**
 * A seeded simulation of a whole small system: clients, an order's decider, outbox, bus, a plain consumer with poison, a
 * view that is rebuilt, sagas and their participants, a replica, people who are forgotten. Two hosts work on shared stores;
 * any call of a port may fail before or after it took effect, take long, let the other host go first or be the host's last.
 *
 * <p>Then all is well for a while, and what must be true of the whole is asked of what is stored: {@code Findings}. A seed
 * that finds something is printed with its last steps and can be run alone: {@code -Dtriskel.simulation.seed=4711}; more
 * seeds: {@code -Dtriskel.simulation.seeds=20000}. Start reading at {@code SystemSimulationTest}; that the simulation can
 * fail is shown by {@code Flaw}.
 */
@NullMarked
package io.triskel.simulation.system;

import org.jspecify.annotations.NullMarked;
