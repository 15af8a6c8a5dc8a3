//! The calls about the token and the accounts that it sees.

use serde_json::json;

use super::super::{seed, wire};
use super::{Request, Response, World};

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

    /// The one account is on the first page; clients that walk on find an empty second one.
    pub(super) fn list_accounts(&self, request: &Request) -> Response {
        let page = request.param("page").and_then(|page| page.parse::<u32>().ok()).unwrap_or(1);
        let mut accounts = Vec::new();
        if page <= 1 {
            accounts.push(json!({
                "id": self.wire.account, "name": self.account_name, "type": "enterprise",
                "settings": { "enforce_twofactor": true }, "created_on": self.wire.date(-900 * DAY),
            }));
        }
        let count = accounts.len();
        let info = json!({ "page": page, "per_page": 20, "count": count, "total_count": 1, "total_pages": 1 });
        let body = json!({ "success": true, "errors": [], "messages": [], "result": accounts, "result_info": info });
        Response::json(200, &body)
    }
}
