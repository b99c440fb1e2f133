package io.triskel.load.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Pages of our study, for tests of other packages. */
public final class StudyPages {
    private StudyPages() {}

    /** {@return the page that the command writes for a form, which is html or slides} */
    public static String of(Path home, Path folder, String language, String form) throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        Path file = folder.resolve(form + "-" + language + ".html");
        if (Study.run(
                        Map.of("TRISKEL_HOME", home.toString()),
                        out,
                        out,
                        "--language",
                        language,
                        "--" + form,
                        file.toString())
                != 0) {
            throw new AssertionError(said.toString());
        }
        return Files.readString(file);
    }
}
