package io.triskel.load.ratio.run;

import io.triskel.load.Environment;
import io.triskel.load.ratio.Comparison;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;

/** What is compared on a target; closing it ends what was started. */
public interface RatioTarget extends AutoCloseable {
    /** {@return where it is measured} */
    Environment environment();

    /** {@return threads enough for all that is done by hand} */
    Executor executor();

    /** {@return how to publish} */
    PublishTarget publish();

    /** {@return how to read} */
    ConsumeTarget consume();

    /**
     * {@return the starts of functions}
     *
     * @throws Exception if they cannot be deployed
     */
    ColdStarts coldStarts() throws Exception;

    /** {@return where the demonstrator's package may be; the first that is there is weighed} */
    List<Path> packages();

    /** {@return what is said about the package's size} */
    String packageGoal();

    @Override
    void close();

    /** Functions that are started and ended again and again. */
    interface ColdStarts extends AutoCloseable {
        /** {@return an empty one against ours} */
        Comparison comparison();

        @Override
        void close();
    }
}
