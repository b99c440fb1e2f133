package io.triskel.local.azure.functions.worker;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The app's jar and the jars in its {@code lib}, in a separate class loader. The loader's parent is the worker's, so
 * the annotation library is the worker's and not the app's, as in the service.
 *
 * @param loader also the context class loader while a function runs
 */
record AppClasses(ClassLoader loader) {
    static AppClasses of(Path folder, Path jar) throws IOException {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder.resolve("lib"))) {
            try (DirectoryStream<Path> libraries = Files.newDirectoryStream(folder.resolve("lib"), "*.jar")) {
                for (Path library : libraries) {
                    jars.add(library);
                }
            }
        }
        Collections.sort(jars);
        jars.add(0, jar);
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return new AppClasses(new URLClassLoader(urls, AppClasses.class.getClassLoader()));
    }
}
