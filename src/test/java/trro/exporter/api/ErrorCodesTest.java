package trro.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.api.ApiException.Kind;

class ErrorCodesTest {

    @ParameterizedTest
    @CsvSource({
        "RequestLimitExceeded, THROTTLED",
        "RequestLimitExceeded.UinLimitExceeded, THROTTLED",
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded, THROTTLED",
        "RequestLimitExceeded.IPLimitExceeded, THROTTLED",
        "InternalError, SERVER",
        "ServiceUnavailable, SERVER",
        "ResourceUnavailable, SERVER",
        "ResourceInsufficient, SERVER",
        "ResourceInUse, SERVER",
        "FailedOperation, SERVER",
        "AuthFailure, UNAUTHORIZED",
        "AuthFailure.SignatureExpire, UNAUTHORIZED",
        "AuthFailure.TokenFailure, UNAUTHORIZED",
        "AuthFailure.SecretIdNotFound, UNAUTHORIZED",
        "AuthFailure.SignatureFailure, UNAUTHORIZED",
        "AuthFailure.InvalidAuthorization, UNAUTHORIZED",
        "AuthFailure.InvalidSecretId, UNAUTHORIZED",
        "AuthFailure.MFAFailure, UNAUTHORIZED",
        "AuthFailure.UnauthorizedOperation, UNAUTHORIZED",
        "UnauthorizedOperation, UNAUTHORIZED",
        "IpInBlacklist, UNAUTHORIZED",
        "IpNotInWhitelist, UNAUTHORIZED",
        "InvalidParameter, INVALID_REQUEST",
        "InvalidParameterValue, INVALID_REQUEST",
        "MissingParameter, INVALID_REQUEST",
        "UnknownParameter, INVALID_REQUEST",
        "InvalidRequest, INVALID_REQUEST",
        "InvalidAction, INVALID_REQUEST",
        "NoSuchProduct, INVALID_REQUEST",
        "NoSuchVersion, INVALID_REQUEST",
        "ActionOffline, INVALID_REQUEST",
        "UnsupportedOperation, INVALID_REQUEST",
        "UnsupportedProtocol, INVALID_REQUEST",
        "UnsupportedRegion, INVALID_REQUEST",
        "LimitExceeded, INVALID_REQUEST",
        "RequestSizeLimitExceeded, INVALID_REQUEST",
        "ResponseSizeLimitExceeded, INVALID_REQUEST",
        "ResourceNotFound, NOT_FOUND",
        "OperationDenied, INVALID_REQUEST",
        "OperationDenied.LicensesNotEnoughError, INVALID_REQUEST",
        "DryRunOperation, INVALID_REQUEST"
    })
    void everyDocumentedCodeIsItsOwnLabelAndHasAConsequence(String code, Kind kind) {
        assertThat(ErrorCodes.label(code)).isEqualTo(code);
        assertThat(ErrorCodes.kind(code)).isEqualTo(kind);
        assertThat(ErrorCodes.labels()).contains(code);
    }

    @ParameterizedTest
    @CsvSource({
        "RequestLimitExceeded.New.Deeper, RequestLimitExceeded, THROTTLED",
        "AuthFailure.TokenFailure.Expired, AuthFailure.TokenFailure, UNAUTHORIZED",
        "InternalError.Db, InternalError, SERVER",
        "ResourceNotFound.Project, ResourceNotFound, NOT_FOUND",
        "InvalidParameterValue.ProjectId, InvalidParameterValue, INVALID_REQUEST"
    })
    void aNewSubCodeCountsAsItsLongestKnownPrefix(String code, String label, Kind kind) {
        assertThat(ErrorCodes.label(code)).isEqualTo(label);
        assertThat(ErrorCodes.kind(code)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Surprise", "InternalErrorish", "requestlimitexceeded", ".", "", "4000", "a\nb"})
    void anUnknownCodeIsOtherAndMayPassByItself(String code) {
        assertThat(ErrorCodes.label(code)).isEqualTo("Other");
        assertThat(ErrorCodes.kind(code)).isEqualTo(Kind.SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "Timeout", "Network", "Malformed", "Credentials"})
    void ourOwnCodesAreLabelsToo(String code) {
        assertThat(ErrorCodes.label(code)).isEqualTo(code);
        assertThat(ErrorCodes.labels()).contains(code, "Other");
    }

    @Test
    void theSetOfLabelsIsClosed() {
        assertThat(ErrorCodes.labels()).hasSize(41 + 6);
    }
}
