package io.triskel.orders.aws.local;

import io.triskel.local.NodeTools;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things of the project are, seen from the classes of this module. */
final class Locations {
    private Locations() {}

    /** {@return the folder of this project} */
    static Path project() {
        Path here = classes();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("local-clouds/node/package-lock.json"))) {
                return folder;
            }
        }
        return NodeTools.projectRoot();
    }

    /**
     * The deployment package: the one that is named, else the one that the same build has made.
     *
     * @throws IllegalStateException if there is none
     */
    static Path zip(String... named) {
        Path zip = named.length > 0 ? Path.of(named[0]) : built();
        if (!Files.isRegularFile(zip)) {
            throw new IllegalStateException("There is no deployment package at " + zip
                    + ": start ./triskel, which builds it, or run ./mvnw -Dlocal-clouds -DskipTests package");
        }
        return zip;
    }

    /** From order-aws-local/target/classes to order-aws/target, and likewise from the launcher's own build folder. */
    private static Path built() {
        Path out = classes().resolve("..").normalize();
        for (Path module = out; module != null; module = module.getParent()) {
            if (module.endsWith("order-aws-local")) {
                return module.resolveSibling("order-aws")
                        .resolve(module.relativize(out))
                        .resolve("order-aws.zip");
            }
        }
        return out.resolve("order-aws.zip");
    }

    private static Path classes() {
        try {
            return Path.of(Locations.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Where these classes are is no path", e);
        }
    }
}
