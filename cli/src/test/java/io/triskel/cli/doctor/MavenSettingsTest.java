package io.triskel.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenSettingsTest {
    private static final String PROXY =
            "<proxies><proxy><active>%s</active><host> proxy.corp </host><port>3128</port></proxy></proxies>";

    @TempDir
    private Path folder;

    private MavenSettings read(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("settings.xml"), "<settings>" + content + "</settings>");
        return MavenSettings.read(file, "");
    }

    @Test
    void proxy_mirror_and_repository_are_found() throws IOException {
        MavenSettings settings = read(PROXY.formatted("true")
                + "<mirrors><mirror><mirrorOf>*</mirrorOf><url>https://mirror.corp/maven</url></mirror></mirrors>"
                + "<localRepository>/data/m2</localRepository>");

        assertThat(settings.proxy()).contains(new HostPort("proxy.corp", 3128));
        assertThat(settings.mirror()).contains("https://mirror.corp/maven");
        assertThat(settings.repository()).contains(Path.of("/data/m2"));
    }

    @Test
    void a_proxy_that_is_switched_off_is_none() throws IOException {
        assertThat(read(PROXY.formatted("false")).proxy()).isEmpty();
    }

    @Test
    void a_mirror_of_something_else_is_none() throws IOException {
        assertThat(read("<mirror><mirrorOf>jboss</mirrorOf><url>https://x</url></mirror>")
                        .mirror())
                .isEmpty();
    }

    @Test
    void a_file_that_is_not_there_or_is_no_xml_says_nothing() throws IOException {
        MavenSettings broken = read("<proxy>");

        assertThat(MavenSettings.read(folder.resolve("no-such.xml"), "")).isEqualTo(broken);
        assertThat(broken.proxy()).isEmpty();
    }

    @Test
    void options_of_the_jvm_count_where_maven_is_told_to_heed_them() {
        Path none = folder.resolve("no-such.xml");
        String options = "-Xmx1g -Dhttps.proxyHost=proxy.corp -Dhttps.proxyPort=3128";

        assertThat(MavenSettings.read(none, options).proxy()).isEmpty();
        assertThat(MavenSettings.read(none, options + " -Daether.connector.http.useSystemProperties=true")
                        .proxy())
                .contains(new HostPort("proxy.corp", 3128));
    }
}
