package io.triskel.benchmarks.ratio.run;

import io.triskel.load.Binding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What is compared on a target.
 *
 * @param binding where the target is measured; closed with this
 * @param executor threads enough for the baselines
 * @param publish how to publish
 * @param consume opens the events to read
 * @param coldStarts deploys the functions
 * @param demonstrator the folder of the module whose package is weighed; the package has the module's name
 * @param packageGoal what is said about the package's size
 */
public record RatioTarget(
        Binding binding,
        Executor executor,
        PublishTarget publish,
        Supplier<? extends ConsumeTarget> consume,
        Opener coldStarts,
        Path demonstrator,
        String packageGoal)
        implements AutoCloseable {

    /** Where the package may be; the first file that exists is weighed. */
    List<Path> packages() {
        String zip = demonstrator.getFileName() + ".zip";
        return List.of(
                demonstrator.resolve("target").resolve(zip),
                demonstrator.resolve("target/quick").resolve(zip));
    }

    @Override
    public void close() {
        binding.close();
    }

    /** Deploys an empty function and ours. */
    @FunctionalInterface
    public interface Opener {
        /**
         * {@return the functions, not started yet}
         *
         * @param folder for their packages and logs
         * @throws IOException if they cannot be packed
         */
        ColdStarts open(Path folder) throws IOException;
    }
}
