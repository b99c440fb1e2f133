package io.triskel.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a project of one's own has built for a cloud.
 *
 * @param zip the package that is deployed
 * @param classes the jar in it
 */
record ApplicationPackage(Path zip, Path classes) {
    /**
     * {@return the package of a project}
     *
     * @param folder of the Maven project
     * @param cloud such as {@code aws}
     * @throws Failure if the project has not built one, or more than one
     */
    static ApplicationPackage in(Path folder, String cloud) {
        Path target = folder.resolve("target");
        Path classes = target.resolve(cloud).resolve("functions.jar");
        List<Path> zips = new ArrayList<>();
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "*-" + cloud + ".zip")) {
                found.forEach(zips::add);
            } catch (IOException | DirectoryIteratorException unreadable) {
                throw new Failure("cannot read " + target + ": " + unreadable, unreadable);
            }
        }
        if (zips.size() > 1) {
            throw new Failure(target + " has several packages for " + cloud + ": " + zips + "; delete all but one");
        }
        if (zips.isEmpty() || !Files.isRegularFile(classes)) {
            throw new Failure("there is no package for " + cloud + " in " + target + ". Build it: (cd "
                    + UpCommand.word(folder.toString()) + " && mvn -q -P" + cloud + " -DskipTests package)");
        }
        return new ApplicationPackage(zips.get(0).toAbsolutePath(), classes.toAbsolutePath());
    }

    /**
     * {@return the class path of a process that has this application, and not the demo's: a process takes one}
     *
     * @param module of the module that the process is of; in a clone the demo's parts are in a folder, in an archive all jars are in one
     */
    List<String> before(List<String> module) {
        return Stream.concat(
                        Stream.of(classes.toString()),
                        module.stream()
                                .filter(entry -> !entry.replace('\\', '/')
                                        .matches(".*/demo-order-pipeline/.*|.*/orders?-[^/]*\\.jar")))
                .toList();
    }

    /** {@return the arguments of the process that starts its cloud} */
    List<String> arguments() {
        return List.of("--app", zip.toString(), classes.toString());
    }
}
