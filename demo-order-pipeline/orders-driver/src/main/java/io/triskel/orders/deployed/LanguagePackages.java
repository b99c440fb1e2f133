package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.hosting.operation.ReplayRequest;
import io.triskel.local.ChildProcess;
import io.triskel.local.NodeTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * The packages of functions in Node.js and Python: made by their own packers when a deployment needs them, so that a pipeline in Java needs
 * neither language.
 *
 * @param project the folder of this project
 * @param folder takes the packages
 */
public record LanguagePackages(Path project, Path folder) {
    private static final int TAIL = 2_000;

    /** {@return packages below a folder of a run} */
    public static LanguagePackages of(Path project, Path folder) {
        return new LanguagePackages(project, folder.resolve("packages"));
    }

    /**
     * {@return the package of this name, such as {@code notification-node-aws.zip}}
     *
     * @throws IllegalStateException if it cannot be made; the message has the end of the packer's output
     */
    public Path zip(String name) {
        Path zip = folder.resolve(name);
        if (!Files.exists(zip)) {
            int cloud = name.lastIndexOf('-');
            Path module = project.resolve("demo-order-pipeline").resolve(name.substring(0, cloud));
            pack(module, name.substring(cloud + 1, name.length() - ".zip".length()), zip);
        }
        return zip;
    }

    private static void pack(Path module, String cloud, Path zip) {
        Path output = zip.resolveSibling(zip.getFileName() + ".log");
        create(zip.resolveSibling(""));
        boolean node = Files.exists(module.resolve("package.mjs"));
        if (node) {
            NodeTools.install(module, module);
        }
        List<String> command = node
                ? List.of("node", "package.mjs", cloud, zip.toString())
                : List.of("python3", "package.py", cloud, zip.toString());
        try (ChildProcess packer = ChildProcess.start(command, module, new TreeMap<>(), output)) {
            if (packer.onExit().join() != 0) {
                throw new IllegalStateException("The package " + zip.getFileName() + " cannot be made; "
                        + String.join(" ", command) + " in " + module + " says: " + packer.tail(TAIL));
            }
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot create " + folder, failed);
        }
    }

    /** {@return the document that asks a consumer's function to replay what it has parked} */
    public static byte[] replay(String consumer) {
        return new ReplayRequest(consumer, 100, Duration.ofSeconds(10)).toJson();
    }

    /** {@return how many events the answer says were handled} */
    public static long replayed(byte[] answer) {
        try {
            return new ObjectMapper().readTree(answer).path("handled").asLong();
        } catch (IOException broken) {
            throw new UncheckedIOException("A replay's answer is not JSON", broken);
        }
    }
}
