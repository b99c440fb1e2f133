package io.triskel.orders.pipeline;

import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.ManifestCommand;
import java.util.List;
import java.util.function.BiFunction;

/** The command that prints a package's manifest with consumers in other languages. */
public final class ManifestByLanguage {
    private static final int WRONG_USE = 2;

    private ManifestByLanguage() {}

    /**
     * Prints the manifest, or the error in the arguments.
     *
     * @param arguments the languages, such as {@code notification=node}, then those of {@link ManifestCommand#run}
     * @param manifests of the package
     * @return the process's exit status, as of {@link ManifestCommand#run}; 2 also for languages that the package does not take
     */
    public static int run(List<String> arguments, BiFunction<Style, Languages, Manifest<?>> manifests) {
        try {
            Languages languages = Languages.of(arguments.isEmpty() ? "" : arguments.get(0));
            return ManifestCommand.run(
                    arguments.subList(Math.min(1, arguments.size()), arguments.size()),
                    Style.names(),
                    style -> manifests.apply(Style.named(style).orElseThrow(), languages),
                    System.out,
                    System.err);
        } catch (IllegalArgumentException refused) {
            System.err.println(refused.getMessage());
            return WRONG_USE;
        }
    }
}
