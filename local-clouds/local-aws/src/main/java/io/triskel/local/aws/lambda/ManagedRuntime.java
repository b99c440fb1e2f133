package io.triskel.local.aws.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The content of the managed runtimes' {@code /var/runtime}. For Java, AWS's runtime interface client and its dependencies, taken from
 * this JVM's class path: functions see these and their own package, and no class of this project. For Node.js and Python, a client of
 * our own, because a C++ compiler would have to build AWS's.
 */
final class ManagedRuntime {
    private static final String CLIENT = "com/amazonaws/services/lambda/runtime/api/client/AWSLambda.class";
    private static final String CORE = "com/amazonaws/services/lambda/runtime/RequestHandler.class";
    private static final String SERIALIZATION =
            "com/amazonaws/services/lambda/runtime/serialization/PojoSerializer.class";
    private static final String UTILITIES = "software/amazon/awssdk/utilslite/SdkInternalThreadLocal.class";
    private static final String NATIVE_LIBRARY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    /** Debian's, which has Debian's packages, AWS's SDK among them: another one may come first on the path. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final List<String> java;
    private final Path folder;

    private ManagedRuntime(List<String> java, Path folder) {
        this.java = java;
        this.folder = folder;
    }

    /**
     * @param javaHome of the functions' JVMs
     * @param folder for the clients, and for the native library of Java's: by default every JVM unpacks it to the same file in
     *     /tmp, and two JVMs that start together break each other
     */
    static ManagedRuntime in(Path javaHome, Path folder) {
        String classPath = Stream.of(CLIENT, CORE, SERIALIZATION, UTILITIES)
                .map(ManagedRuntime::jarOf)
                .collect(Collectors.joining(":"));
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-D" + NATIVE_LIBRARY + "=" + unpackNativeLibrary(folder)));
        command.addAll(List.of("-cp", classPath, "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"));
        unpack(folder, "runtime.mjs");
        unpack(folder, "runtime.py");
        return new ManagedRuntime(List.copyOf(command), folder);
    }

    /** The command for one execution environment, without its environment variables. */
    List<String> command(FunctionDefinition function, Path temporary) {
        // The service leaves the rest to the runtime itself: threads, metaspace, compiled code.
        int heap = function.memoryMiB() * 85 / 100;
        if (function.runtime().startsWith("nodejs")) {
            return List.of("node", "--max-old-space-size=" + heap, inFolder("runtime.mjs"));
        }
        if (function.runtime().startsWith("python")) {
            return List.of(Files.exists(PYTHON) ? PYTHON.toString() : "python3", inFolder("runtime.py"));
        }
        List<String> all = new ArrayList<>(java);
        all.add(1, "-Xmx" + heap + "m");
        all.add(2, "-Djava.io.tmpdir=" + temporary);
        all.add(function.handler());
        return all;
    }

    private String inFolder(String file) {
        return folder.resolve(file).toString();
    }

    private static void unpack(Path folder, String name) {
        try (InputStream content = ManagedRuntime.class.getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(content, name), folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + name, e);
        }
    }

    private static String jarOf(String className) {
        try {
            URL url = Objects.requireNonNull(
                    ManagedRuntime.class.getClassLoader().getResource(className),
                    () -> "Not on the class path: " + className);
            if (!(url.openConnection() instanceof JarURLConnection jar)) {
                throw new IllegalStateException(className + " must come from a jar, not from " + url);
            }
            return Path.of(jar.getJarFileURL().toURI()).toString();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("Cannot find the jar of " + className, e);
        }
    }

    private static Path unpackNativeLibrary(Path folder) {
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String system = Files.exists(Path.of("/lib/ld-musl-" + System.getProperty("os.arch") + ".so.1"))
                ? "linux_musl"
                : "linux";
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            throw new IllegalStateException("AWS's runtime interface client runs on Linux only");
        }
        String name = "libaws-lambda-jni." + system + "-" + processor + ".so";
        Path target = folder.resolve(name);
        try (InputStream library = ManagedRuntime.class.getClassLoader().getResourceAsStream("jni/" + name)) {
            Files.copy(Objects.requireNonNull(library, name), target);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + name, e);
        }
    }
}
