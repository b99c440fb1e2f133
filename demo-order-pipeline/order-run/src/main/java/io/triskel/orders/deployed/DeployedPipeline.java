package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.orders.pipeline.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The functions where they are deployed, and what can be seen of them: all that differs between clouds for whoever drives them. */
public interface DeployedPipeline extends AutoCloseable {
    /** {@return the address of the function behind HTTP, ending in a slash} */
    URI url();

    /** {@return the way to the stores from this process, by the functions' own wiring} */
    Ports ports();

    /** {@return a new reader of all that is published, from the bus's oldest position on} */
    BusReader bus();

    /** Has the function of the clock do what is due at {@code now}; that it fails is nothing to worry about, it is asked again. */
    void tick(Instant now);

    /** Has the function of the clock replay all that is parked. {@return how many events were handled; 0 if it failed} */
    long replayParked();

    /** {@return whether all that was published was settled by every consumer} */
    boolean isCaughtUp();

    /** {@return the consumers that are behind, for people} */
    List<String> behind();

    /** {@return how far the consumers are: equal while nothing moves} */
    Object checkpoints();

    /** {@return what each function did, by its name} */
    Map<String, FunctionFigures> functions();

    /** {@return the folders of the functions' logs} */
    List<Path> logs();

    /** Adds what only this cloud has to tell. */
    void describe(ObjectNode cloud);

    /** Ends all, and removes what it left on this machine. */
    @Override
    void close();
}
