package io.triskel.orders.deployed;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds folders and packages of the project, from the classes of a module that deploys a package.
 *
 * @param deploying a class of the module that deploys
 * @param module the module that makes the package, a zip of the module's name
 */
public record Locations(Class<?> deploying, String module) {
    /** A file that only the project's own folder has. */
    private static final String PROJECT = "local-clouds/node/package-lock.json";

    /**
     * {@return the folder of this project}
     *
     * @throws IllegalStateException if neither the classes nor the working directory are in it
     */
    public Path project() {
        return above(classes(), PROJECT)
                .or(() -> above(Path.of("").toAbsolutePath(), PROJECT))
                .orElseThrow(() -> new IllegalStateException(
                        "Neither " + classes() + " nor the working directory is in" + " a folder with " + PROJECT));
    }

    private static Optional<Path> above(Path here, String file) {
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve(file)))
                .findFirst();
    }

    /**
     * {@return the deployment package: the one that is named, else the one that the same build has made}
     *
     * @throws IllegalStateException if there is none
     */
    public Path zip(String... named) {
        Path zip = named.length > 0 ? Path.of(named[0]) : built();
        if (!Files.isRegularFile(zip)) {
            throw new IllegalStateException("There is no deployment package at " + zip
                    + ": start ./triskel, which builds it, or run ./mvnw -Dlocal-clouds -DskipTests package");
        }
        return zip;
    }

    /**
     * From target-x/target/classes to order-x/target, and likewise from the launcher's own build folder. In an archive of a release, the
     * package lies next to the jar.
     */
    private Path built() {
        Path out = classes().resolve("..").normalize();
        Path here = out.resolve(module + ".zip");
        if (Files.isRegularFile(here)) {
            return here;
        }
        return above(out, "pom.xml")
                .map(folder ->
                        project().resolve("demo-order-pipeline").resolve(module).resolve(folder.relativize(out)))
                .orElse(out)
                .resolve(module + ".zip");
    }

    private Path classes() {
        try {
            return Path.of(deploying
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The location of these classes is not a path", e);
        }
    }
}
