package io.triskel.load.cloud;

import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.Level;
import java.util.List;
import java.util.Optional;

/** One cloud, as the command line, sizes, reports and evaluations know it. */
public interface CloudDescriptor {
    /** {@return what its targets, files and meters are named after: lower-case letters, such as {@code aws}} */
    String id();

    /** {@return its name for people, the same in all languages} */
    String name();

    /** {@return its place in tables and charts; the lowest comes first} */
    int rank();

    Look look();

    /** {@return what can be bought there} */
    Offers offers(Requests requests);

    Started started();

    /** {@return a sentence on what its simulation leaves out, in the report's dictionaries too; empty if it leaves out nothing} */
    Optional<String> simulationNote();

    /** {@return the cloud's own engine that orders can be exported to, if it has one} */
    Optional<EngineExport> engine();

    /** {@return the variables that name the input and output streams of a load test at a level: each worker needs its own} */
    List<String> variablesOfBus(Level level);
}
