//! The calls about the token and the accounts that it sees.

use serde_json::json;

use super::super::{seed, wire};
use super::{Response, World};

const DAY: i64 = 86_400;

impl World {
    pub(super) fn verify_token(&self) -> Response {
        let id = seed::hex32(self.seed, "token");
        let mut result = json!({ "id": id, "status": "active", "not_before": self.wire.date(-200 * DAY) });
        if let Some(days) = self.token_days {
            result["expires_on"] = json!(self.wire.date(i64::from(days) * DAY));
        }
        wire::envelope(&result)
    }

    pub(super) fn list_accounts(&self) -> Response {
        let account = json!({
            "id": self.wire.account, "name": self.account_name, "type": "enterprise",
            "settings": { "enforce_twofactor": true }, "created_on": self.wire.date(-900 * DAY),
        });
        let info = json!({ "page": 1, "per_page": 20, "count": 1, "total_count": 1, "total_pages": 1 });
        let body = json!({ "success": true, "errors": [], "messages": [], "result": [account], "result_info": info });
        Response::json(200, &body)
    }
}
