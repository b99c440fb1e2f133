package io.triskel.orders.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs a package's command that prints, in a JVM that has nothing but the package. */
public final class PrintedManifest {
    private PrintedManifest() {}

    /**
     * {@return what the command printed}
     *
     * @param classPath of the package alone
     * @param command the class that prints
     * @throws AssertionError if the command ended with anything but 0
     */
    public static String of(String classPath, Class<?> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        command.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream output = process.getInputStream()) {
            String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new AssertionError(command.getName() + " ended with " + exit);
            }
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
