package dev.millrace.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @Test
    void readsAUrlAndANamedUrl() {
        assertThat(Endpoint.parse("http://127.0.0.1:8000/").url()).hasToString("http://127.0.0.1:8000");
        assertThat(Endpoint.parse("http://127.0.0.1:8000").serves("any")).isTrue();
        Endpoint named = Endpoint.parse("pi-3=https://pi.example:8443");
        assertThat(named.url()).hasToString("https://pi.example:8443");
        assertThat(named.serves("pi-3")).isTrue();
        assertThat(named.serves("pi-4")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8000",
                "ftp://127.0.0.1",
                "http://",
                "http://127.0.0.1:99999",
                "http://host name",
                "http://127.0.0.1/?model=x",
                "pi-3="
            })
    void whatNoRequestCanGoToIsRefused(String url) {
        assertThatThrownBy(() -> Endpoint.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }
}
