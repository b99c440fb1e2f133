package io.triskel.simulation.system;

/** What could be wrong in the system: the simulation must notice every one of these. */
enum Flaw {
    NONE;

    <P> P in(Class<P> port, P real) {
        return real;
    }
}
