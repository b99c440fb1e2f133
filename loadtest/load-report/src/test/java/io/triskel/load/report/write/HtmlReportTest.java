package io.triskel.load.report.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.sample.Hostile;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    @TempDir
    Path folder;

    @Test
    void the_policy_allows_this_style_and_this_script_by_their_hashes() throws Exception {
        String page = Reports.html(Reports.material(folder, SampleRun.onStandIns()));

        assertThat(page).contains("default-src &#39;none&#39;");
        assertThat(page).contains("style-src &#39;" + hash(inside(page, "<style>(.*?)</style>")));
        assertThat(page).contains("script-src &#39;" + hash(inside(page, "<script>(.*?)</script>")));
    }

    @Test
    void nothing_in_the_page_needs_a_weaker_policy_or_a_network() throws IOException {
        String page = Reports.html(Reports.material(folder, SampleRun.onStandIns()));

        assertThat(page).doesNotContainPattern("<[^>]* style=").doesNotContainPattern("<[^>]* on[a-z]+=");
        assertThat(page)
                .doesNotContainPattern("<[^>]* src=")
                .doesNotContain("@import")
                .doesNotContain("url(http");
    }

    @Test
    void names_from_files_cannot_become_markup() throws IOException {
        String page = Reports.html(Reports.read(Hostile.writeTo(folder)));

        assertThat(page).contains("&lt;img src=x onerror=alert(1)&gt;");
        assertThat(page).doesNotContain("<img").doesNotContain(Hostile.TEXT);
        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(page.split("</script", -1)).hasSize(3);
    }

    @Test
    void an_hour_of_three_targets_is_less_than_two_megabytes() throws IOException {
        SampleRun hour = new SampleRun(Map.of("aws", "cloud", "azure", "cloud", "gcp", "cloud"), 1, 1, 3600);

        assertThat(Reports.html(Reports.material(folder, hour)).length()).isLessThan(2_000_000);
    }

    @Test
    void an_invalid_run_is_marked_in_every_measured_section() throws IOException {
        String page = Reports.html(Reports.material(
                folder,
                SampleRun.onStandIns(),
                (result, json) -> ((ObjectNode) json.path("verdict")).put("valid", false)));

        assertThat(page.split("<span class=\"tag bad\">invalid run</span>", -1)).hasSize(9);
    }

    @Test
    void a_run_of_one_target_without_anything_but_its_name_is_a_page_too() throws IOException {
        String page = Reports.html(Reports.material(
                folder,
                new SampleRun(Map.of("noop", "memory"), 1, 1, 24),
                (result, json) -> json.retain("schema", "target", "evidence", "level", "from", "to")));

        assertThat(page).contains("No-op").doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void no_drawing_has_a_number_that_is_none() throws IOException {
        assertThat(Reports.html(Reports.material(folder, SampleRun.onClouds())))
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
    }

    private static String inside(String page, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String hash(String source) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
